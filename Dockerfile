# The image of "istio-revisions operator". It was not built where it was written, for want of a container engine there: what is
# checked is that its versions are those of the project, and that the operator starts from production dependencies alone.
#
# Every download is checked against a SHA-256 that the builder passes; the projects publish them beside the files:
#   docker build \
#     --build-arg PULUMI_SHA256=… --build-arg KUBERNETES_PLUGIN_SHA256=… --build-arg HELM_SHA256=… \
#     --build-arg ISTIO_RELEASES='1.30.3=… 1.31.0=…' --tag registry.example.org/istio-revisions:0.1.0 .

ARG NODE_IMAGE=node:20.19-slim

FROM ${NODE_IMAGE} AS programs
SHELL ["/bin/bash", "-euo", "pipefail", "-c"]
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates curl \
  && rm -rf /var/lib/apt/lists/*
RUN printf '%s\n' '#!/bin/bash' 'set -euo pipefail' \
  'curl --fail --silent --show-error --location --retry 3 --output "$3" "$1"' \
  'echo "${2:?no checksum was passed for $1}  $3" | sha256sum --check --strict -' \
  > /usr/local/bin/download \
  && chmod +x /usr/local/bin/download
WORKDIR /tmp/download
ARG TARGETARCH

# https://github.com/pulumi/pulumi/releases: pulumi-<version>-checksums.txt
ARG PULUMI_VERSION=3.246.0
ARG PULUMI_SHA256
RUN download "https://get.pulumi.com/releases/sdk/pulumi-v${PULUMI_VERSION}-linux-${TARGETARCH/amd64/x64}.tar.gz" "${PULUMI_SHA256}" pulumi.tar.gz \
  && mkdir -p /opt/bin \
  && tar --extract --no-same-owner --strip-components=1 --directory=/opt/bin --file=pulumi.tar.gz pulumi/pulumi pulumi/pulumi-language-nodejs

# https://github.com/pulumi/pulumi-kubernetes/releases; the engine takes the version that the package @pulumi/kubernetes has.
ARG KUBERNETES_PLUGIN_VERSION=4.34.2
ARG KUBERNETES_PLUGIN_SHA256
RUN plugin=/opt/pulumi/plugins/resource-kubernetes-v${KUBERNETES_PLUGIN_VERSION} \
  && download "https://github.com/pulumi/pulumi-kubernetes/releases/download/v${KUBERNETES_PLUGIN_VERSION}/pulumi-resource-kubernetes-v${KUBERNETES_PLUGIN_VERSION}-linux-${TARGETARCH}.tar.gz" "${KUBERNETES_PLUGIN_SHA256}" plugin.tar.gz \
  && mkdir -p "${plugin}" \
  && tar --extract --no-same-owner --directory="${plugin}" --file=plugin.tar.gz pulumi-resource-kubernetes

# https://github.com/helm/helm/releases
ARG HELM_VERSION=4.2.4
ARG HELM_SHA256
RUN download "https://get.helm.sh/helm-v${HELM_VERSION}-linux-${TARGETARCH}.tar.gz" "${HELM_SHA256}" helm.tar.gz \
  && tar --extract --no-same-owner --strip-components=1 --directory=/opt/bin --file=helm.tar.gz "linux-${TARGETARCH}/helm"

# https://github.com/istio/istio/releases: istio-<version>-linux-amd64.tar.gz.sha256. The charts of each minor, whatever the platform.
ARG ISTIO_RELEASES
RUN for release in ${ISTIO_RELEASES:?name each version with its checksum, such as 1.31.0=…}; do \
    version="${release%%=*}"; minor="/opt/istio/${version%.*}"; \
    download "https://github.com/istio/istio/releases/download/${version}/istio-${version}-linux-amd64.tar.gz" "${release#*=}" istio.tar.gz; \
    mkdir -p "${minor}"; \
    tar --extract --no-same-owner --strip-components=1 --directory="${minor}" --file=istio.tar.gz "istio-${version}/manifests"; \
    rm istio.tar.gz; \
  done

FROM ${NODE_IMAGE} AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
# Sources are transpiled when they are loaded, by @swc-node/register: nothing is compiled here.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM ${NODE_IMAGE}
COPY --from=programs /opt/bin/ /usr/local/bin/
COPY --from=programs /opt/pulumi/ /opt/pulumi/
COPY --from=programs /opt/istio/ /opt/istio/
WORKDIR /app
COPY --from=dependencies /app/node_modules/ node_modules/
COPY . .
# The engine only reads its home: plugins, and nothing else. It would download what it misses, and ask for newer versions of itself.
ENV ISTIO_REVISIONS_CHARTS=/opt/istio \
  NODE_ENV=production \
  PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION=true \
  PULUMI_HOME=/opt/pulumi \
  PULUMI_SKIP_UPDATE_CHECK=true
# The image's own user "node", by its number: Kubernetes cannot tell from a name that it is not root.
USER 1000:1000
EXPOSE 8080
ENTRYPOINT ["node", "bin/istio-revisions.js", "operator"]
