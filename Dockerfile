# Two stages: what only the build needs stays in the first.

FROM node:24.11-bookworm-slim AS build
WORKDIR /app
ENV PUPPETEER_SKIP_DOWNLOAD=true
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY tsconfig.json vite.config.ts ./
COPY src src
COPY scripts scripts
RUN npm run --silent build

FROM node:24.11-bookworm-slim
# tini reaps the processes that Chromium leaves behind; Node as the first process would not.
RUN apt-get update \
 && apt-get install -y --no-install-recommends chromium-headless-shell tini \
 && rm -rf /var/lib/apt/lists/* \
 && mkdir /data && chown node:node /data
WORKDIR /app
ENV NODE_ENV=production PUPPETEER_SKIP_DOWNLOAD=true CHROME_PATH=/usr/lib/chromium/chromium-headless-shell HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund && npm cache clean --force
COPY --from=build /app/dist/node_modules/typebox dist/node_modules/typebox
COPY --from=build /app/dist/src dist/src
COPY --from=build /app/dist/scripts/campus dist/scripts/campus
COPY --from=build /app/dist/app dist/app
# The campus serves its pages unbuilt.
COPY scripts/campus/page scripts/campus/page
# Not root: Chromium has no sandbox for root.
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/readyz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["tini", "--", "node", "dist/src/cli.js"]
CMD ["start"]
