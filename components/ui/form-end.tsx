import { Button } from "./button.tsx";
import { DialogFooter } from "./dialog-footer.tsx";

export type FormEndProps = {
  /** What the button says that sends the form. */
  children: string;
  /** Sending it destroys something. */
  danger?: boolean;
  busy?: boolean;
  /** What went wrong with the form as a whole. */
  trouble?: string | null;
  onCancel: () => void;
  cancel?: string;
  /** The key that sends it from within a field. */
  shortcut?: string;
};

/** How a dialog's form ends: what went wrong, the way out, and the button that sends it. */
export function FormEnd({
  children,
  danger = false,
  busy,
  trouble,
  onCancel,
  cancel = "Cancel",
  shortcut,
}: FormEndProps) {
  return (
    <>
      {trouble && (
        <p role="alert" className="text-bad">
          {trouble}
        </p>
      )}
      <DialogFooter>
        <Button onClick={onCancel}>{cancel}</Button>
        <Button type="submit" variant={danger ? "danger" : "primary"} busy={busy} shortcut={shortcut}>
          {children}
        </Button>
      </DialogFooter>
    </>
  );
}
