import { Kbd } from "#components/ui/kbd.tsx";
import { MarkedWords } from "./marked-words.tsx";
import type { PaletteItem } from "./palette-item.ts";

export type PaletteLineProps = { item: PaletteItem };

export function PaletteLine({ item }: PaletteLineProps) {
  return (
    <>
      <span className="flex items-baseline gap-3">
        <span dir="auto" className="min-w-0 flex-1 truncate">
          {item.kind === "record" && item.title.length > 0 ? <MarkedWords pieces={item.title} /> : item.label}
        </span>
        {item.kind === "command" && item.keys && (
          <span className="shrink-0">
            <Kbd keys={item.keys} />
          </span>
        )}
        {item.hint && <bdi className="shrink-0 text-s text-ink-3">{item.hint}</bdi>}
      </span>
      {item.kind === "record" && item.excerpt.some(({ match }) => match) && (
        <span dir="auto" className="line-clamp-1 text-s text-ink-3">
          <MarkedWords pieces={item.excerpt} />
        </span>
      )}
    </>
  );
}
