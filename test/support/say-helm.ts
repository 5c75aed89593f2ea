import { findHelm } from '../../lib/render/helm/find-helm';

// A process of its own that says which Helm it found.
process.stdout.write(findHelm(process.env).version);
