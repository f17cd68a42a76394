import type { Output } from "#lib/api/client.ts";

export type Lifecycle = NonNullable<Output<"company.get">["lifecycle"]>;

/** How far a company is with us, as a person says it. */
export const lifecycleWords: Record<Lifecycle, string> = {
  prospect: "Prospect",
  trial: "Trial",
  free: "Free plan",
  customer: "Customer",
  churned: "Churned",
};

export const lifecycleOptions = (Object.keys(lifecycleWords) as Lifecycle[]).map((value) => ({
  value,
  label: lifecycleWords[value],
}));
