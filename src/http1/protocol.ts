/** What a server speaks. */
export type Protocol = 'http/1.1' | 'h2';
