package main

import (
	"maps"
	"slices"
	"strings"
)

// byChart are free-form values whose type only the charts tell, also where istioctl's check contradicts them.
var byChart = map[string]func() *Schema{
	// istioctl takes only objects, the chart writes them as arguments of a container.
	"extraContainerArgs": func() *Schema { return listOf(ref("string")) },
	// istioctl checks that of the waypoint against the nodeSelector of a volume, the chart writes it into a pod.
	"nodeSelector": func() *Schema { return mapOf(ref("scalar")) },
	// The chart's own schema leaves it out, its default is an empty object, and its template wants a number.
	"targetMemoryUtilizationPercentage": func() *Schema { return &Schema{Type: orNull("integer", "object")} },
	"tag":                               func() *Schema { return ref("scalar") },
	"meshNetworks":                      func() *Schema { return mapOf(ref("mesh.Network")) },
	"gatewayClasses":                    func() *Schema { return mapOf(ref("struct")) },
}

// kubernetesByName are the Kubernetes types of values that charts copy into objects, by the name of the value; a name that
// ends in [] is a list.
var kubernetesByName = map[string]string{
	"additionalContainers":       "core.Container[]",
	"affinity":                   "core.Affinity",
	"autoscaleBehavior":          "autoscaling.HorizontalPodAutoscalerBehavior",
	"containerSecurityContext":   "core.SecurityContext",
	"dnsConfig":                  "core.PodDNSConfig",
	"dnsPolicy":                  "core.DNSPolicy",
	"egressPorts":                "struct[]",
	"envVarFrom":                 "core.EnvVar[]",
	"externalTrafficPolicy":      "core.ServiceExternalTrafficPolicy",
	"imagePullPolicy":            "core.PullPolicy",
	"initContainers":             "core.Container[]",
	"ipFamilies":                 "core.IPFamily[]",
	"ipFamilyPolicy":             "core.IPFamilyPolicy",
	"lifecycle":                  "core.Lifecycle",
	"maxUnavailable":             "intOrString",
	"minAvailable":               "intOrString",
	"namespaceSelector":          "meta.LabelSelector",
	"podDisruptionBudget":        "policy.PodDisruptionBudgetSpec",
	"podSelector":                "meta.LabelSelector",
	"protocol":                   "core.Protocol",
	"pullPolicy":                 "core.PullPolicy",
	"readinessProbe":             "core.Probe",
	"resources":                  "core.ResourceRequirements",
	"seccompProfile":             "core.SeccompProfile",
	"securityContext":            "core.PodSecurityContext",
	"seLinuxOptions":             "core.SELinuxOptions",
	"strategy":                   "apps.DeploymentStrategy",
	"terminationMessagePolicy":   "core.TerminationMessagePolicy",
	"tolerations":                "core.Toleration[]",
	"topologySpreadConstraints":  "core.TopologySpreadConstraint[]",
	"unhealthyPodEvictionPolicy": "policy.UnhealthyPodEvictionPolicyType",
	"updateStrategy":             "apps.DaemonSetUpdateStrategy",
	"volumeMounts":               "core.VolumeMount[]",
	"volumes":                    "core.Volume[]",
}

// byName is the type of a value that says its type by its name and that of its parent, else nil.
func (g *generator) byName(parent, key string) *Schema {
	// A type of service that Kubernetes does not know has a meaning for the chart.
	if field := g.defs["core.ServiceSpec"].Properties[key]; parent == "service" && field != nil && key != "type" {
		return field.withoutPatch()
	}
	if chart := byChart[key]; chart != nil {
		return chart()
	}
	if name, known := kubernetesByName[key]; known {
		if item, list := strings.CutSuffix(name, "[]"); list {
			return listOf(ref(item))
		}
		return ref(name)
	}
	lower := strings.ToLower(key)
	if key == "env" || key == "defaultNodeSelector" ||
		strings.HasSuffix(lower, "labels") || strings.HasSuffix(lower, "annotations") {
		return mapOf(ref("scalar"))
	}
	return nil
}

// bySibling is the type that a value of the same name has in another message, else nil.
func (g *generator) bySibling(key string) *Schema {
	for _, name := range slices.Sorted(maps.Keys(g.defs)) {
		sibling := g.defs[name].Properties[key]
		if strings.HasPrefix(name, "values.") && sibling != nil && !sibling.ChartOnly {
			return &Schema{Ref: sibling.Ref, Type: sibling.Type, Items: sibling.Items, Additional: sibling.Additional}
		}
	}
	return nil
}
