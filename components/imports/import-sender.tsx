"use client";

import { useQueryClient } from "@tanstack/react-query";
import { CircleAlert } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { DropZone } from "#components/ui/drop-zone.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { ProgressBar } from "#components/ui/progress-bar.tsx";
import { Tabs } from "#components/ui/tabs.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import { useFileDrop } from "#components/ui/use-file-drop.ts";
import { apiQuery } from "#lib/api/client.ts";
import { useUpload } from "./use-upload.ts";
import { formatBytes, sourceFrom } from "./words.ts";

const accept = ".csv,.tsv,.txt,.json,.ndjson,.jsonl,text/csv,application/json";

/** Takes a file or pasted text in, and goes on to the page of its import. */
export function ImportSender() {
  const { slug } = useWorkspace();
  const router = useRouter();
  const queries = useQueryClient();
  const [tab, setTab] = useState<"file" | "text">("file");
  const [text, setText] = useState("");
  const [source, setSource] = useState("");
  const { upload, send, again, stop } = useUpload((run) => {
    queries.setQueryData(apiQuery(slug, "import.get", { id: run.id }).queryKey, run);
    void queries.invalidateQueries({ queryKey: [slug, "import.list"] });
    router.push(`/w/${slug}/imports/${run.id}`);
  });
  const named = sourceFrom(source) || undefined;
  const sendFile = (file: File) => send(file, file.name, named);
  const over = useFileDrop(sendFile);
  const sendText = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() !== "") send(new Blob([text]), "Pasted text", named);
  };
  if (upload.state === "sending") {
    const sent = `${formatBytes(upload.sent)} of ${formatBytes(upload.size)}`;
    return (
      <section aria-label="Sending the file" className="grid gap-3 rounded-card border border-line px-4 py-5">
        <p className="wrap-anywhere">
          Sending <bdi>{upload.name}</bdi> <span className="text-ink-3">· {sent}</span>
        </p>
        <ProgressBar label="Upload" value={upload.size > 0 ? upload.sent / upload.size : null} valueText={sent} />
        <Button className="justify-self-start" onClick={stop}>
          Stop
        </Button>
      </section>
    );
  }
  return (
    <section aria-label="New import" className="grid gap-4">
      {upload.state === "failed" && (
        <div
          role="alert"
          className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-card border border-line px-4 py-3"
        >
          <p className="flex min-w-0 flex-1 basis-60 items-start gap-2">
            <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />
            <span className="min-w-0 wrap-anywhere">
              <bdi>{upload.name}</bdi> was not taken in. {upload.trouble}
            </span>
          </p>
          <Button onClick={again}>Send it again</Button>
        </div>
      )}
      <Field
        label="Where the feedback comes from"
        optional
        hint="A word for the tool or the survey, like zendesk or nps-2026. Its columns are remembered by it."
      >
        <Input
          value={source}
          maxLength={60}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          onChange={(event) => setSource(event.target.value)}
          onBlur={() => setSource(sourceFrom(source))}
          className="sm:max-w-80"
        />
      </Field>
      <Tabs
        label="How to send it"
        value={tab}
        onValueChange={setTab}
        tabs={[
          {
            value: "file",
            label: "File",
            content: (
              <DropZone title="Drop a file here: CSV, JSON or NDJSON" accept={accept} over={over} onFile={sendFile}>
                Spreadsheets go as CSV. You see what will happen before anything is written.
              </DropZone>
            ),
          },
          {
            value: "text",
            label: "Paste",
            content: (
              <form onSubmit={sendText} className="grid gap-3">
                <Field label="Rows, the first with the names of the columns">
                  <Textarea
                    rows={8}
                    value={text}
                    spellCheck={false}
                    onChange={(event) => setText(event.target.value)}
                    placeholder={
                      "Subject\tMessage\tE-mail\nExport the audit log\tOur auditors ask …\tdana@initech.example"
                    }
                  />
                </Field>
                <Button
                  type="submit"
                  variant="primary"
                  aria-disabled={text.trim() === ""}
                  className="justify-self-start"
                >
                  Look at the rows
                </Button>
              </form>
            ),
          },
        ]}
      />
    </section>
  );
}
