"use client";

import { onDemand } from "#components/ui/on-demand.tsx";

export const TriageDialogs = onDemand(async () => (await import("./triage-dialogs.tsx")).TriageDialogs);
