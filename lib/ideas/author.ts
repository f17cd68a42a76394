export { type Author, author, authorId } from "#lib/core/author.ts";
export { authorJson } from "#lib/core/author-row.ts";
