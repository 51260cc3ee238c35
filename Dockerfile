# syntax=docker/dockerfile:1
FROM node:24-bookworm-slim AS build
WORKDIR /build
COPY package.json package-lock.json tsconfig.json tsconfig.build.json ./
RUN npm ci
COPY src ./src
RUN npm run build && npm prune --omit=dev

FROM node:24-bookworm-slim
LABEL org.opencontainers.image.title="Courant" org.opencontainers.image.licenses="MIT"
WORKDIR /courant
RUN groupadd --gid 10001 courant \
  && useradd --uid 10001 --gid courant --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin courant \
  && mkdir data && chown courant:courant data
COPY --from=build /build/node_modules ./node_modules
COPY --from=build /build/dist ./dist
COPY package.json LICENSE NOTICE ./
COPY migrations ./migrations
COPY config ./config
USER 10001:10001
VOLUME /courant/data
EXPOSE 8080
ENV NODE_ENV=production NODE_OPTIONS="--max-old-space-size=320 --max-semi-space-size=8 --disable-proto=delete"
# Inside a container the port is published by the container's owner; COURANT_HOST lets the daemon listen beyond loopback.
ENV COURANT_HOST=0.0.0.0
# Set COURANT_PORT where server.port of the configuration is not 8080.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.COURANT_PORT ?? 8080) + '/healthz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "dist/main.js"]
CMD ["run"]
