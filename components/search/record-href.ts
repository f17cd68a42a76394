import type { Output } from "#lib/api/client.ts";

export type Hit = Output<"search.find">["data"][number];

/** Where a record is looked at. */
export function recordHref(slug: string, { type, id, title }: Pick<Hit, "type" | "id" | "title">): string {
  const workspace = `/w/${slug}`;
  switch (type) {
    case "feedback":
      return `${workspace}/feedback/${id}`;
    case "idea":
      return `${workspace}/ideas/${id}`;
    case "initiative":
      return `${workspace}/roadmap?card=${id}`;
    case "objective":
      return `${workspace}/objectives/${id}`;
    case "company":
      return `${workspace}/companies/${id}`;
    case "contact":
      return `${workspace}/inbox?state=all&q=${encodeURIComponent(`from:"${title.replaceAll('"', " ")}"`)}`;
  }
}
