"use client";

import { createContext, use } from "react";

export type FieldControl = { id: string; describedBy: string | undefined; invalid: boolean; required: boolean };

export const FieldContext = createContext<FieldControl | null>(null);

type Own = { id?: string | undefined; "aria-describedby"?: string | undefined; required?: boolean | undefined };

/** The attributes that tie a control to the label, hint and error of the Field around it; its own ones win. */
export function useFieldControl(own: Own) {
  const field = use(FieldContext);
  return {
    id: own.id ?? field?.id,
    "aria-describedby": own["aria-describedby"] ?? field?.describedBy,
    "aria-invalid": field?.invalid || undefined,
    required: own.required ?? field?.required,
  };
}
