/** The OpenAPI document that a target is a path of, and where its API should be. */
export interface DocumentPlace {
  /** As messages name it. */
  readonly name: string;
  readonly baseUrl: string;
  /** Where else the API may be on this host: the document's first server says so. */
  readonly otherBaseUrl?: string;
}
