export { type Author, author, authorId, authorJson } from "#lib/core/author.ts";
