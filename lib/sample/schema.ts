import { z } from "zod";

export const loadSampleInput = z.strictObject({});

/** `isNew` is false when the story was there already. The numbers are those of the story. */
export const loadedSample = z.object({
  isNew: z.boolean(),
  companies: z.int(),
  feedback: z.int(),
  ideas: z.int(),
  metrics: z.int(),
  objectives: z.int(),
  initiatives: z.int(),
});
