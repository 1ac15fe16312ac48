/** What a val service can do beyond the routes that every one has. */

export interface Capabilities {
  /** A val's grants can be read and changed. */
  readonly grants: boolean;
  /** `If-Match` makes a write atomic; without it a write is preceded by a check and followed by another. */
  readonly conditionalWrites: boolean;
  /** Vals can be run over the API. */
  readonly run: boolean;
  /** Vals can be searched. */
  readonly search: boolean;
  /** Versions can be listed. */
  readonly history: boolean;
  /** The account has secrets, as classic vals read them. */
  readonly accountSecrets: boolean;
  /** A token can ask about itself. */
  readonly tokens: boolean;
  /** Names, descriptions and privacy can be changed. */
  readonly changeVal: boolean;
  /** The standard vals are vals of the service; else their source ships with the extension. */
  readonly ownStandardVals: boolean;
}

/** A town, of whatever origin. */
export const townCapabilities: Capabilities = {
  grants: true,
  conditionalWrites: true,
  run: true,
  search: true,
  history: true,
  accountSecrets: true,
  tokens: true,
  changeVal: true,
  ownStandardVals: false,
};

/** Val Town's public API, as its description has it. */
export const valTownCapabilities: Capabilities = {
  grants: false,
  conditionalWrites: false,
  run: false,
  search: false,
  history: false,
  accountSecrets: false,
  tokens: false,
  changeVal: false,
  ownStandardVals: true,
};
