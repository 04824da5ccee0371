/** Made when it is needed, so that a bundle without masks does not carry it. */
function placePattern(): RegExp {
  // No part of the name of a city, so that a street is never taken for one; 镇 and 乡 only where a city has them.
  const character = '(?:(?![省区县路街号楼栋室弄巷镇乡])[\\u3400-\\u9fff]|镇(?=[市江])|乡(?=市))';
  const province = `${character}{2,7}?(?:省|自治区|特别行政区)`;
  const city = `(?:北京|上海|天津|重庆)市?|${character}{1,10}?(?:市|地区|自治州|盟|州(?!市))`;
  return RegExp(`^(?:${province})?(?:${city})?`);
}

/** A Chinese address down to its city; nothing of one that shows neither province nor city, such as a foreign one. */
export function maskAddress(text: string): string {
  const [place] = placePattern().exec(text.trim()) || [];
  return `${place || ''}***`;
}
