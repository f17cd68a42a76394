import { Plus } from "lucide-react";
import { Button } from "./button.tsx";
import { LinkButton } from "./link-button.tsx";

export type NewButtonProps = {
  label: string;
  /** A key shown inside; binding it is the caller's. */
  shortcut?: string;
} & ({ onClick: () => void } | { href: string });

/** Makes something new, or leads to where it is made. In a page's header on a phone only its sign is there. */
export function NewButton({ label, shortcut, ...does }: NewButtonProps) {
  const shared = {
    variant: "primary",
    icon: <Plus aria-hidden className="size-3.5" />,
    "aria-label": label,
    ...(shortcut && { shortcut }),
    children: <span className="max-sm:in-[header]:hidden">{label}</span>,
  } as const;
  return "href" in does ? <LinkButton {...shared} {...does} /> : <Button {...shared} {...does} />;
}
