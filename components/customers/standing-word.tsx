"use client";

import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { type StatusSign, StatusWord } from "#components/ui/status-word.tsx";
import type { Output } from "#lib/api/client.ts";

export type Standing = Output<"company.asks">["data"][number]["standing"];
export type StandingWordProps = { standing: Standing };

const words: Record<Standing, { sign: StatusSign; text: string }> = {
  inbox: { sign: "warn", text: "Not looked at yet" },
  answered: { sign: "good", text: "Answered" },
  set_aside: { sign: "none", text: "Set aside" },
  idea: { sign: "none", text: "An idea" },
  later: { sign: "partly", text: "" },
  next: { sign: "partly", text: "" },
  now: { sign: "rising", text: "" },
  done: { sign: "good", text: "" },
  shipped: { sign: "good", text: "Shipped" },
};

/** Where an ask stands, in the workspace's own word where it is on the roadmap. */
export function StandingWord({ standing }: StandingWordProps) {
  const { horizonNames } = useWorkspace();
  const { sign, text } = words[standing];
  const horizons: Partial<Record<Standing, string>> = horizonNames;
  return <StatusWord sign={sign}>{text || horizons[standing]}</StatusWord>;
}
