export const corspecModule = 'loaded';
