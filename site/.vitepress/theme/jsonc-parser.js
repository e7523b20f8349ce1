import * as jsonc from '../../../node_modules/jsonc-parser/lib/esm/main.js';

export default jsonc;
