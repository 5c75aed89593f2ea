// Command generate writes the types and schemas of one Istio minor into a folder, from the modules that go.mod pins.
package main

import (
	"flag"
	"io/fs"
	"iter"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"

	meshconfig "istio.io/api/mesh/v1alpha1"
	"istio.io/istio/manifests"
	"istio.io/istio/operator/pkg/apis"
	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
)

// generator collects the definitions of one minor.
type generator struct {
	minor      string
	kubernetes string
	modules    map[string]string
	sources    *sources
	defs       Registry
	goTypes    map[string]reflect.Type
}

// schemaRoots are the types that documents are checked against, and those whose objects are patched.
var schemaRoots = []string{
	"operator.IstioOperator", "values.Values", "mesh.MeshConfig", "gatewayChart.GatewayValues",
	"apps.Deployment", "apps.DaemonSet", "autoscaling.HorizontalPodAutoscaler", "policy.PodDisruptionBudget", "core.Service",
}

// typeRoots are the types that a construct takes.
var typeRoots = []string{
	"operator.IstioOperator", "values.Values", "mesh.MeshConfig", "gatewayChart.GatewayValues", "meta.ObjectMeta",
}

func main() {
	minor := flag.String("minor", "", "the minor that go.mod pins, such as 1.31")
	out := flag.String("out", "", "the folder to write to")
	flag.Parse()
	g := newGenerator(*minor)
	g.addKubernetes()
	g.addMessage((&meshconfig.MeshConfig{}).ProtoReflect().Descriptor())
	g.addMessage((&meshconfig.MeshNetworks{}).ProtoReflect().Descriptor())
	g.addOperator()
	g.addValues()
	g.addGatewayChart()
	files := map[string]string{"schema.json": g.defs.document(schemaRoots...), "profiles.json": profiles()}
	kinds := g.addIstioKinds()
	roots := append(typeRoots, g.addGatewayKinds()...)
	for _, kind := range kinds {
		roots = append(roots, kind.spec)
	}
	maps.Copy(files, g.typescript(kinds, roots...))
	must(os.RemoveAll(*out))
	must(os.MkdirAll(*out, 0o755))
	for name, text := range files {
		must(os.WriteFile(filepath.Join(*out, name), []byte(text), 0o644))
	}
}

func newGenerator(minor string) *generator {
	paths := []string{"istio.io/istio", "istio.io/api", "k8s.io/api", "k8s.io/apimachinery", "sigs.k8s.io/gateway-api"}
	arguments := append([]string{"list", "-mod=readonly", "-m", "-f", "{{.Dir}} {{.Version}}"}, paths...)
	listed, err := exec.Command("go", arguments...).Output()
	must(err)
	g := &generator{minor: minor, modules: map[string]string{}, defs: scalars(), goTypes: map[string]reflect.Type{}}
	for i, line := range strings.Split(strings.TrimSpace(string(listed)), "\n") {
		directory, version, _ := strings.Cut(line, " ")
		g.modules[paths[i]] = directory
		if paths[i] == "k8s.io/api" {
			g.kubernetes = "v1." + strings.Split(version, ".")[1]
		}
	}
	g.sources = &sources{modules: g.modules, packages: map[string]*source{}}
	return g
}

func (g *generator) addKubernetes() {
	for _, root := range []any{
		appsv1.Deployment{}, appsv1.DaemonSet{}, autoscalingv2.HorizontalPodAutoscaler{}, policyv1.PodDisruptionBudget{},
		corev1.Service{},
	} {
		g.addStruct(reflect.TypeOf(root))
	}
}

// addOperator defines the IstioOperator document; what it holds as raw JSON has types of its own.
func (g *generator) addOperator() {
	g.addStruct(reflect.TypeOf(apis.IstioOperator{}))
	document := g.defs["operator.IstioOperator"].Properties
	document["apiVersion"], document["kind"] = enum([]string{"install.istio.io/v1alpha1"}), enum([]string{"IstioOperator"})
	spec := g.defs["operator.IstioOperatorSpec"].Properties
	spec["meshConfig"] = ref("mesh.MeshConfig")
	spec["values"] = ref("values.Values")
	spec["unvalidatedValues"] = ref("struct")
	spec["tag"] = ref("scalar")
	g.defs["operator.KubernetesResources"].Properties["imagePullPolicy"] = ref("core.PullPolicy")
	for _, component := range []string{"operator.ComponentSpec", "operator.GatewayComponentSpec"} {
		g.defs[component].Properties["tag"] = ref("scalar")
	}
}

// profiles are Istio's by name, as IstioOperator documents. The placeholders for hub and tag are not for use.
func profiles() string {
	entries, err := fs.ReadDir(manifests.FS, "profiles")
	must(err)
	lines := []string{}
	for _, entry := range entries {
		profile := readYaml("profiles/" + entry.Name())
		if spec, ok := profile["spec"].(map[string]any); ok {
			delete(spec, "hub")
			delete(spec, "tag")
		}
		lines = append(lines, compact(strings.TrimSuffix(entry.Name(), ".yaml"))+":"+compact(profile))
	}
	return "{\n" + strings.Join(lines, ",\n") + "\n}\n"
}

func mapKeys[V any](m map[string]V) iter.Seq[string] { return maps.Keys(m) }

func must(err error) {
	if err != nil {
		panic(err)
	}
}
