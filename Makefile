# Two commands set everything up on a machine with Node 20, Go, git and make: `make demo` and `make test`.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help demo test test-long fault-table mutants mutation-score conformance bench-render bench-synth bench-deploy bench-gates bench-rollout bench-wave bench-clusters bench-page screenshots package generate docs lint format clean

INSTALLED := node_modules/.istio-revisions-installed
CLI := node bin/istio-revisions.js

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' Makefile

$(INSTALLED): package.json package-lock.json
	# Not "npm ci": it insists on optional packages of other platforms, which some mirrors do not have.
	npm install --ignore-scripts --no-save --no-audit --no-fund
	@touch $@

demo: $(INSTALLED) ## the main job on the lab, or with ON=kubeconfig on your cluster; FAULT=errors shows the rollback, CLUSTERS=3 a mesh over clusters
	@CLUSTERS='$(CLUSTERS)' FAULT='$(FAULT)' ON='$(ON)' node -r @swc-node/register lab/$(if $(CLUSTERS),demo-clusters,demo).ts

test: $(INSTALLED) ## types, dead code, unit and property tests, and a rollback and a rollout on the lab
	@node_modules/.bin/tsc --noEmit
	@node_modules/.bin/tsc --noEmit -p lib/dashboard/page
	@node_modules/.bin/knip
	@node_modules/.bin/jest --selectProjects unit browser lab

test-long: $(INSTALLED) ## the engine, and faults and kills on the lab; SHARD=1/2 runs a part
	@node_modules/.bin/jest --runInBand $(if $(E2E_KUBECONFIG),--selectProjects long --testPathPatterns e2e,--selectProjects engine long) $(if $(SHARD),--shard=$(SHARD))

fault-table: $(INSTALLED) ## what each fault of the lab comes to while thirty namespaces move, as seen from outside; CLUSTERS=3 in a mesh over clusters
	@node_modules/.bin/jest --selectProjects long --testPathPatterns long/$(if $(CLUSTERS),cluster-faults,faults)

mutants: $(INSTALLED) ## bugs in the planner and its gates, each of which a test must find; ONLY=text takes some
	@node -r @swc-node/register test/mutants/run.ts '$(ONLY)'

mutation-score: $(INSTALLED) ## Stryker's score of lib/rollout by its unit tests (hours); BLOCKS=40 SEED=1 draws a part of it
	@node -r @swc-node/register test/mutants/score/score.ts '$(BLOCKS)' '$(or $(SEED),1)'

conformance: $(INSTALLED) ## our objects beside those of the real istioctl of both minors
	@node_modules/.bin/jest --selectProjects conformance

bench-render: $(INSTALLED) ## rendering beside `istioctl manifest generate` in the same run
	@node -r @swc-node/register test/bench/render.ts

bench-synth: $(INSTALLED) ## the tree of an example company: 3 environments, 6 clusters, 40 teams, 200 applications
	@node -r @swc-node/register test/bench/synth.ts

bench-deploy: $(INSTALLED) ## installing beside istioctl and plain Pulumi, a wave, and the operator, in the same run
	@node -r @swc-node/register test/bench/deploy.ts

bench-gates: $(INSTALLED) ## gates beside the rules of Argo Rollouts, Flagger and Kayenta; SEED=1 RUNS=50 for other traces
	@SEED='$(SEED)' RUNS='$(RUNS)' node -r @swc-node/register test/bench/gates.ts

bench-rollout: $(INSTALLED) ## what one decision of a rollout costs in a large mesh, and a whole one that is simulated
	@node --expose-gc -r @swc-node/register test/bench/rollout.ts

bench-wave: $(INSTALLED) ## moving 200 namespaces on the lab, beside a client that sends the same writes, in the same run
	@node -r @swc-node/register test/bench/lab-wave.ts

bench-clusters: $(INSTALLED) ## one look at 200 clusters of a mesh, decided by all of them; a look at three clusters of a lab beside one
	@node --expose-gc -r @swc-node/register test/bench/clusters.ts
	@node -r @swc-node/register test/bench/clusters-lab.ts

package: $(INSTALLED) ## what npm publishes, with its bill of materials, in build/; API=accept takes over what the package exports now
	@node -r @swc-node/register generate/package.ts '$(API)'

bench-page: $(INSTALLED) ## what the page of 100, 1,000 and 5,000 namespaces weighs, and how soon a real Chromium shows it
	@node -r @swc-node/register test/bench/page.ts

screenshots: $(INSTALLED) ## the pictures of the docs: of a simulated rollout, and of the README's first mesh on the lab
	@node -r @swc-node/register test/screenshots.ts
	@PICTURES=docs/images node_modules/.bin/jest --selectProjects long --testPathPatterns long/first-mesh

generate: $(INSTALLED) ## types and schemas from the pinned Istio modules
	@node -r @swc-node/register generate/generate.ts

docs: $(INSTALLED) ## the pages of the docs that follow from the code
	@node -r @swc-node/register generate/docs.ts

lint: $(INSTALLED) ## types, lint, format, layers, dead code
	@node_modules/.bin/tsc --noEmit
	@node_modules/.bin/tsc --noEmit -p lib/dashboard/page
	@node_modules/.bin/eslint --max-warnings 0 .
	@node_modules/.bin/prettier --check --log-level warn .
	@node_modules/.bin/depcruise constructs stacks lib lab --config .dependency-cruiser.js
	@node_modules/.bin/knip

format: $(INSTALLED) ## rewrite files in the house format
	@node_modules/.bin/prettier --write --log-level warn .

clean: ## stop the lab, remove what was made here
	@if [ -f $(INSTALLED) ]; then $(CLI) lab down; fi
	@rm -rf node_modules manifests .lab
