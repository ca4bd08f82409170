# syntax=docker/dockerfile:1

FROM node:24-bookworm-slim AS front-end
WORKDIR /src
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
# The optional packages for PostgreSQL's programs are for machines without one; this build needs no database.
RUN --mount=type=cache,target=/root/.npm npm ci --no-audit --no-fund
COPY frontend/ ./
RUN npm run build

FROM rust:1.95-slim-bookworm AS server
WORKDIR /src
COPY Cargo.toml Cargo.lock askama.toml build.rs ./
COPY migrations migrations
COPY server server
COPY frontend/locales frontend/locales
COPY --from=front-end /src/dist frontend/dist
# The manifest names the tests, which are not needed here. The caches keep the dependencies between builds.
RUN --mount=type=cache,target=/usr/local/cargo/registry --mount=type=cache,target=/src/target \
    mkdir -p tests/guidepost && touch tests/guidepost/main.rs \
    && cargo build --release --locked \
    && cp target/release/guidepost /usr/local/bin/guidepost

FROM debian:bookworm-slim
RUN useradd --system --uid 10001 --create-home --home-dir /data guidepost
COPY --from=server /usr/local/bin/guidepost /usr/local/bin/guidepost
# Whom to believe when a provider signs somebody in.
COPY --from=server /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY LICENSE-MIT LICENSE-APACHE /usr/share/doc/guidepost/
USER guidepost
WORKDIR /data
# There are no database programs in here: set DATABASE_URL.
ENV GUIDEPOST_DATA_DIR=/data GUIDEPOST_LISTEN=0.0.0.0:8080 GUIDEPOST_LOG_FORMAT=json
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["bash", "-c", \
    "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /healthz HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3 && head -1 <&3 | grep -q ' 200 '"]
ENTRYPOINT ["guidepost"]
CMD ["serve"]
