Object.assign(globalThis, { corspecScript: 'loaded' });
