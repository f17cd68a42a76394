import { Lightbulb } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import type { IdeaListParams } from "./list-filter.ts";

export type IdeasEmptyProps = {
  filter: IdeaListParams;
  /** The button that makes an idea, for who may. */
  create: ReactNode;
  onEverything: () => void;
};

/** Why no idea is shown, and the one thing to do next. */
export function IdeasEmpty({ filter, create, onEverything }: IdeasEmptyProps) {
  const { title, words, action } = reasonOf(filter);
  return (
    <EmptyState
      icon={<Lightbulb aria-hidden className="size-6" strokeWidth={1.5} />}
      title={title}
      action={
        action === "everything" ? (
          <Button onClick={onEverything}>Show all ideas</Button>
        ) : action === "create" ? (
          create
        ) : undefined
      }
    >
      {words}
    </EmptyState>
  );
}

function reasonOf({ q, stageId, ownerId, product, state }: IdeaListParams) {
  if (q !== "") {
    return { title: "No idea has these words", words: "Fewer words find more. Escape in the filter shows all." };
  }
  if (stageId !== null || ownerId !== null) {
    return { title: "No idea is like that", words: "Take a filter away to see more.", action: "everything" };
  }
  if (product !== null) {
    return {
      title: "No idea here is of this product",
      words: "An idea says which product it is of beside its problem.",
      action: "create",
    };
  }
  if (state === "set_aside") {
    return {
      title: "Nothing is set aside",
      words: "What you decide against for now stands here, with its reason.",
    };
  }
  return {
    title: "An idea is a problem worth solving",
    words:
      "Most begin in the inbox: N on a message makes an idea of it, with the customer's words as its first evidence.",
    action: "create",
  };
}
