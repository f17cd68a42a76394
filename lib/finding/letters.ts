/** Letters of languages that put no spaces where we need them: Thai, Chinese, Japanese, Korean. As in `search_pairs`. */
const unspaced =
  "\\u0E01-\\u0E5B\\u3005-\\u3007\\u3041-\\u30FF\\u3400-\\u4DBF\\u4E00-\\u9FFF\\uAC00-\\uD7A3\\uF900-\\uFAFF";

/** Runs of such letters. */
export const unspacedRuns = new RegExp(`[${unspaced}]+`, "gu");

/** One such letter, or a word of other letters and digits. */
export const words = new RegExp(`[${unspaced}]|[[\\p{L}\\p{N}\\p{M}]--[${unspaced}]]+`, "gv");
