/** @type {import("next").NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  images: { unoptimized: true },
  // A title comes with its page. One that is streamed after it is lost for good when somebody goes on at once.
  htmlLimitedBots: /.*/,
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ["postgres", "pino", "pg-boss", "@node-rs/argon2", "prom-client"],
};
