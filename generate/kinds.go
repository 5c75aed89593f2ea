package main

import (
	"io/fs"
	"reflect"
	"slices"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	_ "istio.io/api/extensions/v1alpha1"
	_ "istio.io/api/networking/v1alpha3"
	_ "istio.io/api/networking/v1beta1"
	_ "istio.io/api/security/v1beta1"
	_ "istio.io/api/telemetry/v1alpha1"
	"istio.io/istio/manifests"
	"k8s.io/apimachinery/pkg/runtime"
	gatewayv1 "sigs.k8s.io/gateway-api/apis/v1"
	gatewayv1alpha2 "sigs.k8s.io/gateway-api/apis/v1alpha2"
	gatewayv1beta1 "sigs.k8s.io/gateway-api/apis/v1beta1"
	"sigs.k8s.io/yaml"
)

// kind is a kind of Istio's API with its group and versions, and the definition of its spec.
type kind struct {
	name     string
	versions []string
	spec     string
}

// addIstioKinds defines the spec of every kind that the base chart has a CustomResourceDefinition for.
func (g *generator) addIstioKinds() []kind {
	text, err := fs.ReadFile(manifests.FS, "charts/base/files/crd-all.gen.yaml")
	must(err)
	kinds := []kind{}
	for _, document := range strings.Split(string(text), "\n---\n") {
		var definition struct {
			Spec struct {
				Group    string
				Names    struct{ Kind string }
				Versions []struct{ Name string }
			}
		}
		must(yaml.Unmarshal([]byte(document), &definition))
		if definition.Spec.Group == "" {
			continue
		}
		found := kind{name: definition.Spec.Names.Kind}
		for _, version := range definition.Spec.Versions {
			found.versions = append(found.versions, definition.Spec.Group+"/"+version.Name)
		}
		group, _, _ := strings.Cut(definition.Spec.Group, ".")
		found.spec = g.addMessage(messageOf(group, found.name))
		kinds = append(kinds, found)
	}
	slices.SortFunc(kinds, func(a, b kind) int { return strings.Compare(a.name, b.name) })
	return kinds
}

// messageOf finds the message of a kind, in whichever version of its group it is written down.
func messageOf(group, name string) (found protoreflect.MessageDescriptor) {
	protoregistry.GlobalTypes.RangeMessages(func(message protoreflect.MessageType) bool {
		parts := strings.Split(string(message.Descriptor().FullName()), ".")
		if len(parts) == 4 && parts[0] == "istio" && parts[1] == group && parts[3] == name {
			found = message.Descriptor()
		}
		return found == nil
	})
	if found == nil {
		panic("no message of the kind " + name + " in " + group + ": import its package")
	}
	return found
}

// addGatewayKinds defines every kind of the Gateway API in its most stable version, and returns the definitions.
func (g *generator) addGatewayKinds() []string {
	kinds := map[string]reflect.Type{}
	for _, install := range []func(*runtime.Scheme) error{
		gatewayv1.Install, gatewayv1beta1.Install, gatewayv1alpha2.Install,
	} {
		scheme := runtime.NewScheme()
		must(install(scheme))
		for version, t := range scheme.AllKnownTypes() {
			own := strings.HasPrefix(t.PkgPath(), "sigs.k8s.io/gateway-api/")
			if own && !strings.HasSuffix(version.Kind, "List") && kinds[version.Kind] == nil {
				kinds[version.Kind] = t
			}
		}
	}
	names := []string{}
	for _, name := range slices.Sorted(mapKeys(kinds)) {
		names = append(names, g.addStruct(kinds[name]))
	}
	return names
}
