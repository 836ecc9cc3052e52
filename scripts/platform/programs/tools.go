//go:build tools

// Package tools holds the versions of Kubernetes and of the operators together, so that all of them can be compiled from one module.
package tools

import (
	_ "github.com/cert-manager/cert-manager/pkg/controller"
	_ "github.com/cert-manager/cert-manager/pkg/webhook/server"
	_ "github.com/cloudnative-pg/cloudnative-pg/cmd/manager"
	_ "k8s.io/kubernetes/cmd/kube-apiserver"
	_ "k8s.io/kubernetes/cmd/kube-controller-manager"
	_ "k8s.io/kubernetes/cmd/kube-proxy"
	_ "k8s.io/kubernetes/cmd/kube-scheduler"
	_ "k8s.io/kubernetes/cmd/kubelet"
)
