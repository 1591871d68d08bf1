/** The name under which modules of the edge runtime find URLPattern where Node has none: the globals stay as they are. */
export const URL_PATTERN_NAME = "__pages_api_URLPattern";
