import type { InstanceOperation, Operation } from "#lib/core/operation.ts";
import type { Upload } from "#lib/core/upload.ts";
import type { PathName } from "./paths.ts";

export type AnyOperation = Operation | InstanceOperation | Upload;

/** The operation behind each path. `satisfies` leaves none out. */
export const routes = {} as Record<PathName, AnyOperation>;
