"""Plants mistakes in a copy of the platform's files, one at a time, and wants each named."""
import shutil

import pytest

import checks
import form
import tree

SERVER = "k8s/dhis2/base/deployment.yaml"
MESH = "k8s/dhis2/base/mesh.yaml"
POLICIES = "k8s/dhis2/base/networkpolicies.yaml"
DATABASE_POLICIES = "k8s/dhis2/postgis/networkpolicies.yaml"
CLUSTER = "k8s/dhis2/postgis/cluster.yaml"
DUMP = "k8s/dhis2/postgis/backup/cronjob-logical.yaml"
GOOGLE = "k8s/dhis2/overlays/production/database"
TENANT = "k8s/flux-system/base/tenants/dhis2.yaml"
MEMBERS = "infrastructure/iam-mapping.yaml"
DRILL = "k8s/dhis2/postgis/drill/cronjob.yaml"
ALERTS = "k8s/dhis2/postgis/monitoring.yaml"
PRODUCTION = "k8s/flux-system/google/sync.yaml"

# What is done, in which file, what is replaced by what, and words of the sentence that must come.
MISTAKES = [
    ("a bucket that nothing makes", "infrastructure/bucket.yaml", "name: ${BUCKET_PREFIX}-wal", "name: ${BUCKET_PREFIX}-wall",
     "the bucket example-dhis2-wal is written to or read, and nothing makes it"),
    ("dumps to another bucket", f"{GOOGLE}/kustomization.yaml", "bucketName: ${BUCKET_PREFIX}-dumps", "bucketName: ${BUCKET_PREFIX}-dump",
     "example-dhis2-dump is written to or read, and nothing makes it"),
    ("WAL to another bucket", f"{GOOGLE}/objectstore.yaml", "-wal", "-archive", "example-dhis2-archive"),
    ("the drill reads another store", f"{GOOGLE}/kustomization.yaml", "value: gs://${BUCKET_PREFIX}-wal", "value: gs://${BUCKET_PREFIX}-logs",
     "the drill reads gs://example-dhis2-logs"),
    ("a bucket that can be made public", "infrastructure/bucket.yaml", "publicAccessPrevention: enforced", "publicAccessPrevention: inherited",
     "can be made public"),
    ("dumps that can be removed", "infrastructure/bucket.yaml", "isLocked: true", "isLocked: false", "no locked retention"),
    ("an account without its right", MEMBERS, "role: roles/storage.objectCreator", "role: roles/storage.objectViewer",
     "logical-backup may not use the bucket"),
    ("an owner of the project", MEMBERS, "role: roles/container.defaultNodeServiceAccount", "role: roles/owner", "gives roles/owner"),
    ("everybody in", MEMBERS, "member: serviceAccount:${PROJECT}.svc.id.goog[dhis2/postgis]", "member: allUsers", "lets everybody in"),
    ("an identity that nobody may wear", MEMBERS, "[dhis2/restore-drill]", "[dhis2/drill]", "no IAMPolicyMember lets it"),
    ("a right on what is not there", MEMBERS, "name: sops", "name: soaps", "names the KMSCryptoKey soaps"),
    ("a key that storage may not use", MEMBERS, "gs-project-accounts", "gs-accounts", "which nothing makes or Google's storage may not use"),
    ("an address that is not the domain's", "k8s/istio-ingress/release.yaml", "addresses: gateway", "addresses: public", "takes the address public"),
    ("a field that Config Connector does not have", "infrastructure/network.yaml", "ipCidrRange: ${NODES_CIDR}", "cidr: ${NODES_CIDR}",
     "ComputeSubnetwork infrastructure/dhis2"),
    ("a port of the service", "k8s/dhis2/base/service.yaml", "targetPort: http", "targetPort: 8081", "where dhis2/afya does not listen"),
    ("a service for the port of probes", "k8s/dhis2/base/service.yaml", "targetPort: http", "targetPort: management", "opens the port of probes"),
    ("a port of the container", SERVER, "containerPort: 8080", "containerPort: 8081", "is told --port 8080"),
    ("a port of the command", SERVER, '"--management-port", "9090"', '"--management-port", "9091"', "is told --management-port 9091"),
    ("a port of probes", SERVER, "httpGet: {path: /health/ready, port: management}", "httpGet: {path: /health/ready, port: http}",
     "readinessProbe asks the port http"),
    ("a port that the sidecar takes", SERVER, 'excludeInboundPorts: "9090"', 'excludeInboundPorts: "8080"', "the sidecar leaves out 8080"),
    ("a port of an authorization", MESH, 'ports: ["8080"]', 'ports: ["80"]', "lets in 80, where no server answers"),
    ("a port of the route", MESH, "number: 80", "number: 8080", "sends to port 8080"),
    ("a host of the route", MESH, "host: afya.dhis2.svc.cluster.local\n            port", "host: dhis2.dhis2.svc.cluster.local\n            port",
     "which nothing makes"),
    ("a port of a policy", POLICIES, "- {port: 8080, protocol: TCP}", "- {port: 8081, protocol: TCP}", "lets in 8081, where nobody listens"),
    ("a port of the database", DATABASE_POLICIES, "- {port: 5432, protocol: TCP}\n    - from", "- {port: 5433, protocol: TCP}\n    - from",
     "lets in 5433"),
    ("a port of a monitor", "k8s/dhis2/base/monitoring.yaml", "port: management", "port: metrics", "PodMonitor dhis2/afya reads"),
    ("a hole for everybody", DATABASE_POLICIES, "  ingress:\n    - from:\n        - podSelector:\n            matchLabels:\n              app.kubernetes.io/name: afya\n"
     "              app.kubernetes.io/component: server\n", "  ingress:\n    - from:\n        - podSelector: {}\n", "lets in every pod of the namespace"),
    ("a hole from the internet", POLICIES, "    - from:\n        - namespaceSelector:\n            matchLabels:\n              kubernetes.io/metadata.name: monitoring\n",
     "    - from:\n        - ipBlock:\n            cidr: 0.0.0.0/0\n        - namespaceSelector:\n            matchLabels:\n              kubernetes.io/metadata.name: monitoring\n",
     "let the internet reach dhis2/afya"),
    ("a way out", POLICIES, "  egress:\n    - to:\n        - podSelector", "  egress:\n    - {}\n    - to:\n        - podSelector",
     "let dhis2/afya reach the internet"),
    ("no default", POLICIES, "name: default-deny\n  namespace: dhis2\nspec:\n  podSelector: {}\n  policyTypes: [Ingress, Egress]",
     "name: default-deny\n  namespace: dhis2\nspec:\n  podSelector: {}\n  policyTypes: [Ingress]", "the namespace dhis2 denies nothing by default"),
    ("a way that is closed", POLICIES, "{port: 5432, protocol: TCP}", "{port: 5431, protocol: TCP}", "keep dhis2/afya from dhis2/postgis-instance"),
    ("the neighbours of the project reached", "k8s/cert-manager/networkpolicy.yaml", "10.0.0.0/8, ", "", "reach a private neighbour"),
    ("a tag instead of a digest", "k8s/dhis2/images/kustomization.yaml", "digest: sha256:cda9f789a5058d0f550f87a8634eec1b70fd0fd93891c8fd76240117c9576d2f",
     "newTag: latest", "has no digest"),
    ("a catalogue without digests", "k8s/cnpg-system/images.yaml", "@sha256:cda9f789a5058d0f550f87a8634eec1b70fd0fd93891c8fd76240117c9576d2f", "",
     "ClusterImageCatalog postgis: the image"),
    ("another PostgreSQL for dumps", "k8s/cnpg-system/images.yaml", "sha256:cda9", "sha256:cda8", "runs a PostgreSQL that is not the cluster's"),
    ("an admission policy that only warns", "k8s/dhis2/namespace/admission.yaml", "validationActions: [Deny]", "validationActions: [Warn]",
     "no admission policy refuses"),
    ("a namespace for whatever pods", "k8s/dhis2/namespace/namespace.yaml", "enforce: restricted", "enforce: baseline", "does not enforce restricted"),
    ("a password in a setting", "k8s/dhis2/base/dhis.conf", "filestore.container = files", "connection.password = district", "holds something secret"),
    ("a password in the environment", SERVER, "valueFrom:\n                secretKeyRef: {name: \"${DATABASE}-app\", key: password}", "value: district",
     "DB_PASSWORD is written in plain"),
    ("a secret in plain", "k8s/cert-manager/namespace.yaml", "apiVersion: v1", "apiVersion: v1\nkind: Secret\nmetadata: {name: s, namespace: cert-manager}\nstringData: {a: b}\n---\napiVersion: v1",
     "is written in plain: encrypt it"),
    ("a key of a secret that it does not have", SERVER, "key: dbname", "key: database", "which has no such key"),
    ("a secret that nothing makes", SERVER, "{name: \"${DATABASE}-app\", key: host}", "{name: dhis2, key: host}", "wants the Secret dhis2"),
    ("root", SERVER, "runAsNonRoot: true\n        runAsUser: 65532", "runAsNonRoot: false\n        runAsUser: 0", "may run as root"),
    ("a writable image", SERVER, "readOnlyRootFilesystem: true", "readOnlyRootFilesystem: false", "may write to its image"),
    ("a token for the server", SERVER, "automountServiceAccountToken: false", "automountServiceAccountToken: true", "is given a token"),
    ("no liveness", SERVER, "          livenessProbe:\n            httpGet: {path: /health/live, port: management}\n            periodSeconds: 10\n            timeoutSeconds: 5\n            failureThreshold: 6\n",
     "", "has no livenessProbe"),
    ("no limit of memory", SERVER, "limits: {memory: 4Gi}", "limits: {cpu: 4}", "has no limit of memory"),
    ("a path of the node", SERVER, "emptyDir:\n            sizeLimit: 8Gi", "hostPath:\n            path: /tmp", "mounts a path of the node"),
    ("a word that Kubernetes does not have", SERVER, "readinessProbe:", "readyProbe:", "Deployment dhis2/afya"),
    ("a word that CloudNativePG does not have", CLUSTER, "enableSuperuserAccess:", "superuserAccess:", "Cluster dhis2/postgis"),
    ("a word that Istio does not have", MESH, "outlierDetection:", "outliers:", "DestinationRule dhis2/afya"),
    ("a star among rights", TENANT, "resources: [deployments]", 'resources: ["*"]', "has rights with a star"),
    ("rights on secrets", TENANT, "resources: [configmaps, services,", "resources: [secrets, configmaps, services,", "with which it can have any right"),
    ("everything for a tenant", TENANT, "kind: Role\n  name: flux-dhis2", "kind: ClusterRole\n  name: cluster-admin", "lets dhis2 do everything"),
    ("a right too few", TENANT, "resources: [clusters, databases, poolers, scheduledbackups]", "resources: [clusters, databases, poolers]",
     "may not write ScheduledBackup dhis2/nightly"),
    ("plain text between pods", MESH, "mode: STRICT", "mode: PERMISSIVE", "lets plain text in"),
    ("whoever is in the mesh", MESH, "principals: [cluster.local/ns/istio-ingress/sa/gateway]", 'principals: ["*"]', "lets anybody in"),
    ("another principal", MESH, "sa/gateway", "sa/default", "which is not the gateway"),
    ("no refusal by default", MESH, "name: nobody\n  namespace: dhis2\nspec: {}", "name: nobody\n  namespace: dhis2\nspec: {action: DENY}", "refuses whoever"),
    ("any host", MESH, 'hosts: ["${DOMAIN}"]\n  gateways', 'hosts: ["*"]\n  gateways', "answers for any host"),
    ("an old TLS", "k8s/istio-ingress/gateway/gateway.yaml", "minProtocolVersion: TLSV1_3", "minProtocolVersion: TLSV1_2", "older than 1.3"),
    ("a certificate that nobody makes", "k8s/istio-ingress/gateway/gateway.yaml", "secretName: public", "secretName: private", "shows the certificate public"),
    ("an issuer that is not there", "k8s/names/names.yaml", "ISSUER: acme", "ISSUER: letsencrypt", "names the ClusterIssuer letsencrypt"),
    ("an issuer that cannot prove anything", "k8s/cert-manager/issuers/acme.yaml", "solvers:\n      - selector:\n          dnsNames: [\"${DOMAIN}\"]\n        dns01:\n          cloudDNS:\n            project: ${PROJECT}\n            hostedZoneName: ${DNS_ZONE}\n",
     "solvers: []\n", "has no solver"),
    ("one instance", CLUSTER, "instances: 3", "instances: 1", "fewer than three instances"),
    ("nobody waits for a standby", CLUSTER, "dataDurability: required", "dataDurability: preferred", "only one instance has"),
    ("everybody by an old password", CLUSTER, "hostssl dhis2 all all scram-sha-256", "host all all all md5", "lets in with"),
    ("passwords without TLS", CLUSTER, "      - hostnossl all all all reject\n", "", "lets in without TLS"),
    ("a certificate that nobody checks", SERVER, "value: verify-full", "value: require", "does not check the database's certificate"),
    ("a dump of whichever database", DUMP, "value: verify-full", "value: require", "does not check the database's certificate"),
    ("CAs that are not there", "k8s/dhis2/migrations/job.yaml", "mountPath: /etc/database", "mountPath: /etc/ca", "where nothing is mounted"),
    ("the key of the CA for the server", SERVER, "items: [{key: ca.crt, path: ca.crt}]", "items: [{key: ca.crt, path: ca.crt}, {key: ca.key, path: ca.key}]", "is given the key of"),
    ("a CA that nothing makes", SERVER, "secretName: ${DATABASE}-ca", "secretName: database-ca", "wants the Secret database-ca"),
    ("no WAL archive", CLUSTER, "isWALArchiver: true", "isWALArchiver: false", "archives no WAL"),
    ("an object store of another name", CLUSTER, "barmanObjectName: wal", "barmanObjectName: store", "names the ObjectStore store"),
    ("a backup of another cluster", "k8s/dhis2/postgis/backup/scheduled.yaml", "name: ${DATABASE}", "name: postgres", "names the Cluster postgres"),
    ("a drill that sleeps", "k8s/dhis2/postgis/drill/cronjob.yaml", "concurrencyPolicy: Forbid", "concurrencyPolicy: Forbid\n  suspend: true", "is suspended"),
    ("a script that is not there", "k8s/dhis2/postgis/drill/cronjob.yaml", "/scripts/drill.sh", "/scripts/restore-drill.sh", "does not hold"),
    ("no alert of the drill", "k8s/dhis2/postgis/monitoring.yaml", 'cronjob="restore-drill"', 'cronjob="drill"', "no alert tells when restore-drill"),
    ("pools that do not fit", "k8s/dhis2/base/dhis.conf", "connection.pool.max_size = 25", "connection.pool.max_size = 80", "do not fit into max_connections"),
    ("a key that the server does not know", "k8s/dhis2/base/dhis.conf", "connection.pool.max_size", "connection.pool.maxsize", "which the server does not know"),
    ("a metric that nobody measures", "k8s/dhis2/base/monitoring.yaml", "afya_database_connections", "afya_pool_connections", "which the server does not measure"),
    ("no replicas", SERVER, "revisionHistoryLimit: 5", "revisionHistoryLimit: 5\n  replicas: 0", "fixes its replicas"),
    ("a budget that stops every drain", "k8s/dhis2/base/availability.yaml", "minAvailable: 2", "minAvailable: 3", "could not be drained"),
    ("an update that goes below", SERVER, "maxUnavailable: 0", "maxUnavailable: 1", "goes below its replicas"),
    ("a scaler of something else", "k8s/dhis2/base/availability.yaml", "kind: Deployment\n    name: afya", "kind: Deployment\n    name: dhis2", "names the Deployment dhis2"),
    ("a folder that Flux does not find an account for", "k8s/flux-system/google/sync.yaml", "serviceAccountName: dhis2", "serviceAccountName: tenant", "acts as tenant"),
    ("a wait for what is not there", "k8s/flux-system/google/sync.yaml", "- name: dhis2-database", "- name: database", "waits for database"),
    ("a circle", "k8s/flux-system/base/sync.yaml", "path: ./k8s/monitoring\n  prune: true\n  wait: true\n", "path: ./k8s/monitoring\n  prune: true\n  wait: true\n  dependsOn:\n    - name: cnpg-system\n",
     "waits for itself"),
    ("a path of a probe", SERVER, "path: /health/ready", "path: /health/readyz", "asks for /health/readyz, which the server does not answer"),
    ("a path of metrics", "k8s/dhis2/base/monitoring.yaml", "path: /metrics", "path: /actuator/prometheus", "asks for /actuator/prometheus"),
    ("settings in another folder", SERVER, "mountPath: /home/dhis2/dhis.conf", "mountPath: /etc/dhis2/dhis.conf", "/home/dhis2/dhis.conf, where nothing is mounted"),
    ("a host of the database by hand", SERVER, "- name: DB_HOST\n              valueFrom:\n                secretKeyRef: {name: \"${DATABASE}-app\", key: host}", "- name: DB_HOST\n              value: postgres",
     "does not take DB_HOST from a secret"),
    ("a server outside the mesh", SERVER, 'sidecar.istio.io/inject: "true"', 'sidecar.istio.io/inject: "false"', "is not in the mesh"),
    ("pods that nobody selects", SERVER, "      app.kubernetes.io/name: afya\n      app.kubernetes.io/component: server\n  template", "      app.kubernetes.io/name: dhis2\n      app.kubernetes.io/component: server\n  template",
     "does not select its own pods"),
    ("a schedule of five fields", "k8s/dhis2/postgis/backup/scheduled.yaml", "schedule: 0 30 1 * * *", "schedule: 30 1 * * *", "which is not of 6 fields"),
    ("another name in the certificate", "k8s/istio-ingress/gateway/gateway.yaml", 'dnsNames: ["${DOMAIN}"]', 'dnsNames: ["www.${DOMAIN}"]', "is in no certificate"),
    ("another name at the gateway", MESH, 'hosts: ["${DOMAIN}"]\n  gateways', 'hosts: ["www.${DOMAIN}"]\n  gateways', "is opened by no gateway"),
    ("a service past the gateway", "k8s/dhis2/base/service.yaml", "spec:\n", "spec:\n  type: LoadBalancer\n", "open to the outside"),
    ("a policy that fails open", "k8s/dhis2/namespace/admission.yaml", "failurePolicy: Fail", "failurePolicy: Ignore", "lets through what it cannot judge"),
    ("a scaler upside down", "k8s/dhis2/base/availability.yaml", "maxReplicas: 8", "maxReplicas: 2", "wants more at least than at most"),
    ("a name that is not given", "k8s/names/names.yaml", "  DOMAIN: dhis2.example.org\n", "", "${DOMAIN} is used"),
    ("a file that nothing reads", "k8s/dhis2/base/kustomization.yaml", "  - service.yaml\n", "", "service.yaml is read by nothing"),
    ("a backup that never comes", "k8s/dhis2/postgis/backup/scheduled.yaml", "schedule: 0 30 1 * * *", "schedule: 0 30 1 30 2 *", "which never comes"),
    ("a drill once a year", DRILL, '"0 5 * * 0"', '"0 5 1 1 *"', "DrillTooOld waits for 8 days"),
    ("an alert after months", ALERTS, "8 * 86400", "80 * 86400", "DrillTooOld waits for 80 days"),
    ("a job that is given up at once", DUMP, "startingDeadlineSeconds: 3600", "startingDeadlineSeconds: 5", "is given up before"),
    ("base backups for three days", f"{GOOGLE}/objectstore.yaml", "retentionPolicy: 30d", "retentionPolicy: 3d", "less than two drills take"),
    ("a lock that ends before the drill", "infrastructure/bucket.yaml", "retentionPeriod: 3024000", "retentionPeriod: 86400", "locks for 1 days"),
    ("dumps that go after three days", "infrastructure/bucket.yaml", "condition: {age: 400}", "condition: {age: 3}", "removes by age"),
    ("a certificate that is renewed too late", "k8s/istio-ingress/gateway/gateway.yaml", "renewBefore: 720h", "renewBefore: 1m", "too late or all the time"),
    ("a liveness that asks the database", SERVER, "path: /health/live", "path: /health/ready", "and not whether it is live"),
    ("a drain that is cut off", SERVER, "terminationGracePeriodSeconds: 60", "terminationGracePeriodSeconds: 20", "is killed before"),
    ("a stop that nobody is told of", SERVER, "sleep: {seconds: 5}", "sleep: {seconds: 0}", "before it is taken out of the service"),
    ("a folder that sleeps", PRODUCTION, "path: ./k8s/dhis2/overlays/production/server\n", "path: ./k8s/dhis2/overlays/production/server\n  suspend: true\n", "is suspended"),
    ("servers before migrations", PRODUCTION, "    - name: dhis2-migrations\n", "", "needs what dhis2-migrations makes"),
    ("certificates before cert-manager", "k8s/flux-system/base/sync.yaml", "  dependsOn:\n    - name: cert-manager\n  postBuild", "  postBuild", "needs what cert-manager makes"),
    ("a folder with too many rights", PRODUCTION, "serviceAccountName: dhis2", "serviceAccountName: platform", "acts as platform, and dhis2 would do"),
    ("a database that goes with its file", CLUSTER, "prune: disabled", "prune: enabled", "holds data"),
    ("documents that go with their file", "k8s/dhis2/base/files.yaml", "prune: disabled", "prune: enabled", "holds data"),
    ("databases that go with the operator", "k8s/cnpg-system/operator.yaml", "  deletionPolicy: Orphan\n", "", "takes every database with it"),
    ("an alert on what CloudNativePG does not measure", ALERTS, "cnpg_collector_up", "cnpg_collector_alive", "reads cnpg_collector_alive"),
    ("a panel on what is not measured", "k8s/dhis2/base/dashboard.json", "afya_database_connections", "afya_db_connections", "reads afya_db_connections"),
    ("an alert about another namespace", ALERTS, 'namespace="dhis2", cronjob', 'namespace="default", cronjob', "is about the Namespace default"),
    ("an alert on a word that is never said", "k8s/dhis2/base/monitoring.yaml", 'state="waiting"', 'state="queued"', "which the server never says"),
    ("an expression that is none", "k8s/dhis2/base/monitoring.yaml", "> 0.01", "> > 0.01", "two operators"),
    ("a dashboard that is none", "k8s/dhis2/base/dashboard.json", '"uid": "afya",', '"uid": "afya"', "is no dashboard"),
    ("a dashboard that Grafana does not look for", "k8s/monitoring/release.yaml", "label: grafana_dashboard", "label: dashboards", "no label that Grafana looks for"),
    ("a password that everybody knows", "k8s/monitoring/release.yaml", 'adminPassword: ""', "adminPassword: prom-operator", "has a password that others know"),
    ("messages of Flux to nobody", "k8s/flux-system/base/alerts.yaml", ":9093/api", ":9094/api", "and Alertmanager is"),
    ("a quota that is too small", "k8s/dhis2/namespace/quota.yaml", "limits.memory: 176Gi", "limits.memory: 128Gi", "all that may run at once"),
    ("a server that fits nowhere", SERVER, "requests: {cpu: 500m, memory: 1Gi}", "requests: {cpu: 500m, memory: 8Gi}", "asks for more memory than its limit"),
    ("a database that no node can carry", CLUSTER, "16Gi", "64Gi", "than a node has"),
    ("priorities upside down", "k8s/dhis2/namespace/priorityclasses.yaml", "value: 100000", "value: 100", "priorities are not"),
    ("a spread by other labels", SERVER, "          labelSelector:\n            matchLabels:\n              app.kubernetes.io/name: afya", "          labelSelector:\n            matchLabels:\n              app.kubernetes.io/name: web",
     "is spread by labels"),
    ("a scaler on what nobody serves", "k8s/dhis2/base/availability.yaml", "name: cpu\n", "name: requests\n", "follows a metric"),
    ("all servers stopped at once", SERVER, "type: RollingUpdate\n    rollingUpdate:\n      maxSurge: 1\n      maxUnavailable: 0", "type: Recreate", "stops all servers"),
    ("a budget in percent", "k8s/dhis2/base/availability.yaml", "minAvailable: 2", "minAvailable: 100%", "could not be drained"),
    ("a standby that lacks something", CLUSTER, "      failoverQuorum: true\n", "", "lacks what was acknowledged"),
    ("writes that stop with one instance", CLUSTER, "number: 1", "number: 2", "can write nothing"),
    ("a disk that is not waited for", CLUSTER, 'jit: "off"', 'fsync: "off"', "sets fsync"),
    ("a backup by another plugin", "k8s/dhis2/postgis/backup/scheduled.yaml", "name: barman-cloud", "name: barman", "asks for a way of backup"),
    ("a drill of another server", DRILL, "value: ${DATABASE}", "value: postgres", "which writes no backups"),
    ("a user from another key", SERVER, "key: username", "key: password", "takes DB_USERNAME from the key password"),
    ("a setting without effect", "k8s/dhis2/base/dhis.conf", "filestore.provider = filesystem", "filestore.provider = s3", "wants files in s3"),
    ("a script that another one calls", "k8s/dhis2/postgis/kustomization.yaml", "      - restore/verify.sh\n", "", "calls verify.sh"),
    ("a file that nobody mounts", "k8s/dhis2/base/kustomization.yaml", "files: [dhis.conf]", "files: [dhis.conf, more.conf=dhis.conf]", "which nobody reads"),
    ("one side of a flow", DATABASE_POLICIES, "      app.kubernetes.io/component: restore-drill\n  policyTypes: [Egress]\n  egress:\n",
     "      app.kubernetes.io/component: restore-drill\n  policyTypes: [Egress]\n  egress:\n    - to:\n        - podSelector: {matchLabels: {cnpg.io/podRole: instance}}\n      ports: [{port: 5432, protocol: TCP}]\n",
     "only the sender's policy lets dhis2/restore-drill reach dhis2/postgis-instance"),
    ("every port", POLICIES, "      ports:\n        - {port: 9090, protocol: TCP}\n", "", "on every port"),
    ("names by TCP alone", POLICIES, "        - {port: 53, protocol: UDP}\n", "", "speaks TCP on 53"),
    ("tokens of others", TENANT, "resources: [pods, replicasets, events]\n    verbs: [get, list, watch]", "resources: [serviceaccounts/token]\n    verbs: [create]", "with which it can have any right"),
    ("pods made by hand", TENANT, "resources: [pods, replicasets, events]\n    verbs: [get, list, watch]", "resources: [pods]\n    verbs: [create]", "with which it can have any right"),
    ("rights for the server", TENANT, "  - kind: ServiceAccount\n    name: dhis2\n    namespace: flux-system", "  - kind: ServiceAccount\n    name: afya\n    namespace: dhis2", "only Flux has any"),
    ("plain text at the gateway", "k8s/istio-ingress/gateway/gateway.yaml", "httpsRedirect: true", "httpsRedirect: false", "in plain text"),
    ("a gateway for another namespace", "k8s/istio-ingress/gateway/gateway.yaml", 'hosts: ["dhis2/${DOMAIN}"]', 'hosts: ["default/${DOMAIN}"]', "where no route is"),
    ("requests that are sent twice", MESH, "retryOn: connect-failure,refused-stream", "retryOn: 5xx", "sends again"),
    ("a list of who is kept out", MESH, "action: ALLOW", "action: DENY", "is no list of who is let in"),
    ("a limit of nothing", "k8s/istio-ingress/gateway/ratelimit.yaml", "filter_enforced:\n              default_value: {numerator: 100", "filter_enforced:\n              default_value: {numerator: 0", "limits nothing"),
    ("ports past the mesh", SERVER, 'excludeOutboundPorts: "5432"', 'excludeOutboundPorts: "5432,443"', "what goes past the sidecar"),
    ("a log that is no JSON", SERVER, '"--log-format", "json"', '"--log-format", "text"', "does not write its log as JSON"),
    ("a job that serves", "k8s/dhis2/migrations/job.yaml", "args: [migrate,", "args: [serve,", "does not migrate"),
    ("charts of two versions", "k8s/istio-ingress/release.yaml", "chart: istiod\n      version: 1.30.2", "chart: istiod\n      version: 1.29.0", "have several versions"),
    ("proxies from elsewhere", "k8s/istio-ingress/release.yaml", "hub: registry.istio.io/release", "hub: docker.io/istio", "and the mesh's proxies are"),
    ("a gateway that is not admitted", "k8s/istio-ingress/release.yaml", "      seccompProfile:\n        type: RuntimeDefault\n", "", "have no seccomp profile"),
    ("a chart of any version", "k8s/monitoring/release.yaml", "semver: 80.13.3", "semver: 80.x", "takes whatever version there is"),
    ("challenges that cannot be seen", "k8s/cert-manager/release.yaml", "dns01RecursiveNameserversOnly: true", "dns01RecursiveNameserversOnly: false", "no certificate will come"),
    ("a zone of somebody else", "k8s/cert-manager/issuers/acme.yaml", "hostedZoneName: ${DNS_ZONE}", "hostedZoneName: other", "answers in the zone other"),
    ("debugging with any image", "k8s/dhis2/namespace/admission.yaml", "[pods, pods/ephemeralcontainers]", "[pods]", "does not judge pods/ephemeralcontainers"),
    ("a policy that is always content", "k8s/dhis2/namespace/admission.yaml", "variables.images.all(image", "true || variables.images.all(image", "lets through images without a digest"),
    ("a pooler of any version", "k8s/cnpg-system/images.yaml", "key: pgbouncer", "key: bouncer", "takes an image that no catalogue has"),
    ("an operator of any version", "k8s/cnpg-system/operator.yaml", "digest: sha256:a2701eb97cdd2a34b1fdb2cb51987f544b706e40bec72ae7146cd8580efefebb", "newTag: latest", "has no digest"),
    ("a network that is not there", "infrastructure/network.yaml", "networkRef:\n    name: dhis2", "networkRef:\n    name: dhis", "names the ComputeNetwork dhis"),
    ("a right too wide", MEMBERS, "role: roles/storage.objectCreator", "role: roles/storage.objectAdmin", "which rights.tsv does not list"),
    ("pods that act as their node", "infrastructure/cluster.yaml", "mode: GKE_METADATA", "mode: GCE_METADATA", "pods may act as their node"),
    ("policies that nobody enforces", "infrastructure/cluster.yaml", "datapathProvider: ADVANCED_DATAPATH", "datapathProvider: LEGACY_DATAPATH", "enforces no network policies"),
    ("a range twice", "infrastructure/network.yaml", "ipCidrRange: 10.10.16.0/20", "ipCidrRange: 10.10.0.0/20", "overlaps another one"),
    ("a service at Google that is off", "infrastructure/api.yaml", "resourceID: dns.googleapis.com", "resourceID: translate.googleapis.com", "dns.googleapis.com is asked and not enabled"),
    ("an object store that is everywhere", "k8s/names/names.yaml", "OBJECT_STORE_CIDR: 199.36.153.4/30", "OBJECT_STORE_CIDR: 0.0.0.0/0", "nearly everybody"),
    ("images somewhere else", "k8s/names/names.yaml", "REGISTRY: europe-west1", "REGISTRY: us-west1", "which is not the repository of images"),
    ("a domain that is nowhere", "infrastructure/dns.yaml", "  name: ${DOMAIN}.\n  type: A", "  name: www.${DOMAIN}.\n  type: A", "no record says where"),
    ("webhooks that are not reached", "infrastructure/network.yaml", 'ports: ["9443", "15017"]', 'ports: ["9443"]', "reach webhooks on 15017"),
    ("a panel by another label", "k8s/dhis2/base/dashboard.json", "sum by (status)", "sum by (state)", "groups by state"),
    ("a drill that could spoil dumps", DRILL, "mountPath: /dumps\n                  readOnly: true", "mountPath: /dumps", "may write to the dumps"),
    ("a bucket without its driver", f"{GOOGLE}/kustomization.yaml", 'gke-gcsfuse/volumes: "true"', 'gke-gcsfuse/volume: "true"', "does not ask for the driver"),
    ("a password in an address", "k8s/dhis2/base/dhis.conf", "afya.columns = on", "connection.url = postgresql://u:geheim@h/d", "holds a password in an address"),
    ("WAL beside the data", CLUSTER, "  walStorage:\n    size: 50Gi\n", "", "keeps WAL on the disk of the data"),
    ("a port for debugging", SERVER, "              containerPort: 9090\n", "              containerPort: 9090\n            - name: debug\n              containerPort: 5005\n", "opens the port debug"),
    ("a timeout of a second", MESH, "timeout: 600s", "timeout: 1s", "cuts requests off"),
    ("a scaler that never scales", "k8s/dhis2/base/availability.yaml", "averageUtilization: 70", "averageUtilization: 1000", "waits for 1000 %"),
    ("a key that stays", "k8s/istio-ingress/gateway/gateway.yaml", "rotationPolicy: Always", "rotationPolicy: Never", "the same after each renewal"),
    ("settings that start nothing anew", "k8s/dhis2/base/kustomization.yaml", "    files: [dhis.conf]\n", "    files: [dhis.conf]\n    options: {disableNameSuffixHash: true}\n",
     "does not start anew"),
    ("a volume that cannot be written", SERVER, "        fsGroup: 65532\n", "", "fsGroup is not its group"),
    ("a schedule by another clock", DRILL, "Etc/UTC", "Africa/Nairobi", "pages say UTC"),
    ("an identity that is not worn", f"{GOOGLE}/accounts.yaml", "iam.gke.io/gcp-service-account: logical-backup", "example.org/account: logical-backup", "which does not wear it"),
    ("a class of storage that is not there", f"{GOOGLE}/storage.yaml", "premium-rwo", "premium-rw", "which is not there"),
    ("names that are not put in", "k8s/flux-system/base/sync.yaml", "        name: names\n---\n# Whom", "        name: others\n---\n# Whom", "does not put in the names"),
    ("a folder that is left out", "k8s/flux-system/base/sync.yaml", "    !/infrastructure\n", "", "leaves out"),
    ("a monitor of nothing", ALERTS, "cnpg.io/podRole: instance", "cnpg.io/podRole: pooler", "no PodMonitor reads"),
    ("mTLS for some", MESH, "spec:\n  mtls:", "spec:\n  selector: {matchLabels: {app.kubernetes.io/name: afya}}\n  mtls:", "is for some pods only"),
    ("buckets that go with their file", "k8s/cnrm-system/context.yaml", "deletion-policy: abandon", "deletion-policy: delete", "is deleted at Google"),
]


def problems(top, name):
    try:
        one = tree.view(top, name)
    except ValueError as error:
        return [str(error)]
    found = [problem for check in checks.ALL for problem in checks.said(check, one)]
    if name == "google":
        found += form.unread_files([one])
    return found


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    top = tmp_path_factory.mktemp("copy")
    for folder in ("k8s", "infrastructure"):
        shutil.copytree(tree.TOP / folder, top / folder)
    (top / "tests/platform").mkdir(parents=True)
    shutil.copy(tree.TOP / "tests/platform/flows.tsv", top / "tests/platform")
    return top


@pytest.mark.parametrize("what, file, old, new, words", MISTAKES, ids=[mistake[0].replace(" ", "-") for mistake in MISTAKES])
def test_a_mistake_is_named(copy, what, file, old, new, words):
    at = copy / file
    right = at.read_text()
    assert old in right, f"the mistake does not fit any more: {file} has no {old!r}"
    try:
        at.write_text(right.replace(old, new))
        found = problems(copy, "google")
    finally:
        at.write_text(right)
    assert any(words in problem for problem in found), "\n".join(found) or "nothing was noticed"


def test_the_copy_itself_is_clean(copy):
    # The files that only other ways to run the platform read are not asked for here.
    rest = [problem for problem in problems(copy, "google") if "overlays/" not in problem and "flux-system/bare" not in problem and "of k8s/names" not in problem]
    assert rest == []
