"use client";

import { useQuery } from "@tanstack/react-query";
import { importsHref, navHref } from "#components/shell/nav-items.ts";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { formatCount } from "#components/ui/format.ts";
import { Link } from "#components/ui/link.tsx";
import { apiQuery, type Output } from "#lib/api/client.ts";

type Waiting = Output<"trace.waiting">;
type Kind = { key: keyof Waiting; one: string; many: string; href: (slug: string) => string };

/** It is counted no further. */
const most = 100;

const kinds: readonly Kind[] = [
  {
    key: "outcomes",
    one: "outcome is due for its verdict",
    many: "outcomes are due for their verdict",
    href: (slug) => navHref(slug, "roadmap"),
  },
  {
    key: "keyResults",
    one: "key result has no fresh value",
    many: "key results have no fresh value",
    href: (slug) => navHref(slug, "objectives"),
  },
  {
    key: "imports",
    one: "import waits for its columns",
    many: "imports wait for their columns",
    href: importsHref,
  },
];

/** Whoever is through with the inbox: what else waits for them, each with the way there. */
export function WhatWaits() {
  const { slug } = useWorkspace();
  const { data } = useQuery(apiQuery(slug, "trace.waiting", {}));
  if (!data) return null;
  const waiting = kinds.filter(({ key }) => data[key] > 0);
  if (waiting.length === 0) return <p>Nothing else waits for you.</p>;
  return (
    <ul aria-label="What else waits for you" className="mt-3 grid gap-1">
      {waiting.map(({ key, one, many, href }) => (
        <li key={key}>
          <Link
            href={href(slug)}
            className="underline decoration-line-strong underline-offset-3 hover:decoration-current"
          >
            {formatCount(data[key], most)} {data[key] === 1 ? one : many}
          </Link>
        </li>
      ))}
    </ul>
  );
}
