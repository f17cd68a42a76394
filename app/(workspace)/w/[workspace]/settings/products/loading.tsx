import { SettingsRowsLoading } from "#components/shell/settings-rows-loading.tsx";

export default function Loading() {
  return <SettingsRowsLoading label="Loading the products" />;
}
