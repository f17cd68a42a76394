"use client";

import { Toast } from "@base-ui/react/toast";
import { CircleAlert, CircleCheck, X } from "lucide-react";
import { type ReactNode, useEffect } from "react";
import { buttonClass } from "./button-class.ts";
import { cx } from "./cx.ts";
import { showToastsIn } from "./toast.ts";

const toastManager = Toast.createToastManager();

const icons: Record<string, ReactNode> = {
  good: <CircleCheck aria-hidden className="mt-1.5 size-4 shrink-0 text-good" />,
  bad: <CircleAlert aria-hidden className="mt-1.5 size-4 shrink-0 text-bad" />,
};

/** Where toasts appear; one per page, F6 moves the focus into it. */
export function Toaster() {
  // Told once the provider below listens.
  useEffect(() => showToastsIn(toastManager), []);
  return (
    <Toast.Provider toastManager={toastManager} limit={3}>
      <Toast.Portal>
        <Toast.Viewport className="fixed inset-x-3 bottom-[calc(--spacing(16)+var(--action-bar))] z-70 flex flex-col gap-2 outline-none sm:inset-x-auto sm:right-4 sm:w-90 md:bottom-[calc(--spacing(4)+var(--action-bar))]">
          <ToastStack />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function ToastStack() {
  const { toasts } = Toast.useToastManager();
  return [...toasts].reverse().map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      swipeDirection={["right", "down"]}
      className={cx(
        "floating translate-x-(--toast-swipe-movement-x) translate-y-(--toast-swipe-movement-y) data-limited:hidden",
        "focus-visible:outline-2 focus-visible:outline-accent",
      )}
    >
      <Toast.Content className="flex items-start gap-2 py-2 pr-2 pl-3">
        {icons[toast.type ?? ""]}
        <div className="min-w-0 flex-1 py-1 pointer-coarse:py-2">
          <Toast.Title className="font-normal text-m" />
          <Toast.Description className="mt-0.5 text-s text-ink-2" />
        </div>
        <Toast.Action className={buttonClass("secondary", "m")} />
        <Toast.Close aria-label="Dismiss" className={buttonClass("ghost", "m", true)}>
          <X aria-hidden className="size-3.5" />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ));
}
