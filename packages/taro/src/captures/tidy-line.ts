/** WeChat and those like it put this line before every script error. */
const BANNER = /^(MiniProgramError|thirdScriptError|VendorError|Unhandled promise rejection)\s*$/i;
/** WeChat adds to the message which handler of which page threw. */
const PLACE = /;\s*at (?=\S+ (page|component|App)\b).*$/;

/** Takes out of a line of an error what the platform has added to what the script said. */
export const tidyLine = (line: string): string => line.replace(BANNER, '').replace(PLACE, '');
