import { join } from 'node:path';
import { Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor';

/**
 * Holds what the package exports against `docs/api/istio-revisions.api.md`, so that nobody changes it without seeing it.
 * @param compiled - the folder with the declarations
 * @param accepts - whether the report is written anew instead
 * @throws Error where they differ
 */
export function compareApi(root: string, compiled: string, accepts: boolean): void {
  const none = { logLevel: ExtractorLogLevel.None };
  const config = ExtractorConfig.prepare({
    packageJsonFullPath: join(root, 'package.json'),
    configObjectFullPath: undefined,
    configObject: {
      projectFolder: root,
      mainEntryPointFilePath: join(compiled, 'constructs', 'index.d.ts'),
      compiler: { tsconfigFilePath: join(root, 'tsconfig.package.json') },
      apiReport: {
        enabled: true,
        reportFolder: join(root, 'docs', 'api'),
        reportTempFolder: join(root, 'build', 'api'),
        reportFileName: 'istio-revisions.api.md',
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      messages: {
        // The report says what there is; how it is documented is for people and the linter.
        extractorMessageReporting: { default: none },
        tsdocMessageReporting: { default: none },
      },
    },
  });
  const { succeeded, apiReportChanged } = Extractor.invoke(config, {
    localBuild: accepts,
    messageCallback: (message) => {
      message.handled = message.logLevel !== ExtractorLogLevel.Error;
    },
  });
  if (apiReportChanged && !accepts)
    throw new Error(
      'what the package exports is not what docs/api/istio-revisions.api.md says: see "git diff" after "make package API=accept", and commit it if it is meant',
    );
  if (!succeeded && !apiReportChanged) throw new Error('the report of the API could not be made');
}
