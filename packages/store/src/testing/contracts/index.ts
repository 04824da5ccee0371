export { feedContract, type OpenedFeed } from './feed-contract.ts';
export { storeContract } from './store-contract.ts';
