"use client";

import { useSyncExternalStore } from "react";
import { keepHere, keptHere, watchKept } from "./kept-here.ts";

const name = "throughline.single-keys";

/** Whether single keys act. Off is for people whose voice input or hands press keys by accident (WCAG 2.1.4). */
export const singleKeysOn = (): boolean => keptHere(name) !== "off";

export const setSingleKeys = (on: boolean): void => keepHere(name, on ? null : "off");

export const useSingleKeys = (): boolean => useSyncExternalStore(watchKept, singleKeysOn, () => true);
