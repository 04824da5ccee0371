import { describe } from 'vitest';
import type { Store } from '../../ports.ts';
import { erasureContract } from './erasure-contract.ts';
import { eventContract } from './event-contract.ts';
import { identityContract } from './identity-contract.ts';
import { inventoryContract } from './inventory-contract.ts';
import { rejectionContract } from './rejection-contract.ts';
import { retentionContract } from './retention-contract.ts';
import { streamContract } from './stream-contract.ts';

/**
 * What every store must do, whatever it is made of.
 *
 * @param open Opens an empty store; each test closes its own.
 * @example
 * storeContract('memory', async () => createMemoryStore());
 */
export function storeContract(name: string, open: () => Promise<Store>): void {
  describe('store contract', () => {
    eventContract(name, open);
    streamContract(name, open);
    identityContract(name, open);
    erasureContract(name, open);
    rejectionContract(name, open);
    retentionContract(name, open);
    inventoryContract(name, open);
  });
}
