import { ChevronLeft } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "#components/ui/icon-button.tsx";

export type MessageHeaderProps = { title: string; onBack: () => void; actions?: ReactNode };

/** In place of the page's header where a message fills a narrow screen. */
export function MessageHeader({ title, onBack, actions }: MessageHeaderProps) {
  return (
    <header className="flex h-12 shrink-0 items-center gap-3 border-b border-line px-4">
      <IconButton
        label="Back to the list"
        icon={<ChevronLeft aria-hidden className="size-4" />}
        className="-ml-2"
        onClick={onBack}
      />
      <h1 className="min-w-0 truncate font-strong text-m">{title}</h1>
      {actions && <div className="ml-auto flex shrink-0 items-center gap-2">{actions}</div>}
    </header>
  );
}
