import { CircleAlert } from "lucide-react";

export type FormTroubleProps = { children: string | null };

/** What went wrong with a form as a whole. The region is there before the words are, so that they are read out. */
export function FormTrouble({ children }: FormTroubleProps) {
  return (
    <div role="alert" className="empty:-mt-4">
      {children && (
        <p className="flex items-start gap-1.5 text-bad">
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          {children}
        </p>
      )}
    </div>
  );
}
