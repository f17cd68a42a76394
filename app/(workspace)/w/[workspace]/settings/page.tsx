import { redirect } from "next/navigation";
import { settingsHref } from "#components/shell/settings-href.ts";

export default async function Settings({ params }: { params: Promise<{ workspace: string }> }) {
  redirect(settingsHref((await params).workspace, "members"));
}
