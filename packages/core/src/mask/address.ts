/** No part of the name of a city, so that a street is never taken for one; 镇 and 乡 only where a city has them. */
const CHARACTER = '(?:(?![省区县路街号楼栋室弄巷镇乡])[\\u3400-\\u9fff]|镇(?=[市江])|乡(?=市))';

const PROVINCE = `${CHARACTER}{2,7}?(?:省|自治区|特别行政区)`;

const CITY = `(?:北京|上海|天津|重庆)市?|${CHARACTER}{1,10}?(?:市|地区|自治州|盟|州(?!市))`;

/** A Chinese address down to its city; nothing of one that shows neither province nor city, such as a foreign one. */
export function maskAddress(text: string): string {
  const [place] = RegExp(`^(?:${PROVINCE})?(?:${CITY})?`).exec(text.trim()) || [];
  return `${place || ''}***`;
}
