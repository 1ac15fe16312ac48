/** Every part of the API. A route of the table that no part serves does not exist. */
import type { RouteModule } from "../parts.ts";
import { auditRoutes } from "./audit.ts";
import { blobRoutes } from "./blobs.ts";
import { branchRoutes } from "./branches.ts";
import { contentRoutes } from "./content.ts";
import { environmentRoutes } from "./environment.ts";
import { fileRoutes } from "./files.ts";
import { memberRoutes } from "./members.ts";
import { moduleRoutes } from "./modules.ts";
import { orgRoutes } from "./orgs.ts";
import { permissionRoutes } from "./permissions.ts";
import { referenceRoutes } from "./references.ts";
import { roleRoutes } from "./roles.ts";
import { runRoutes } from "./runs.ts";
import { sqliteRoutes } from "./sqlite.ts";
import { serviceRoutes } from "./service.ts";
import { tokenReportRoutes } from "./token-report.ts";
import { telemetryRoutes } from "./telemetry.ts";
import { tokenRoutes } from "./tokens.ts";
import { valBlobRoutes } from "./val-blobs.ts";
import { emailRoutes } from "./emails.ts";
import { userRoutes } from "./users.ts";
import { valRoutes } from "./vals.ts";
import { valueRoutes } from "./values.ts";

export const routeModules: readonly RouteModule[] = [
  serviceRoutes,
  userRoutes,
  orgRoutes,
  valRoutes,
  valueRoutes,
  branchRoutes,
  fileRoutes,
  contentRoutes,
  referenceRoutes,
  permissionRoutes,
  environmentRoutes,
  sqliteRoutes,
  valBlobRoutes,
  emailRoutes,
  blobRoutes,
  tokenRoutes,
  tokenReportRoutes,
  memberRoutes,
  roleRoutes,
  auditRoutes,
  moduleRoutes,
  runRoutes,
  telemetryRoutes,
];
