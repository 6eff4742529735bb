/** The topic exchange: binding keys are patterns of words, kept in a trie (topic-trie.ts). */
import type { Binding } from './binding.js';
import type { Matcher, Matching } from './matcher.js';
import { TopicTrie } from './topic-trie.js';

export class TopicMatcher implements Matcher {
  readonly decidedBy = 'routing-key';
  readonly isAskedByKey = true;
  readonly #trie = new TopicTrie<Binding>();

  validate(): void {}

  add(binding: Binding): void {
    this.#trie.add(binding.definition.routingKey, binding);
  }

  remove(binding: Binding): void {
    this.#trie.remove(binding.definition.routingKey, binding);
  }

  match(matching: Matching): void {
    for (const bindings of this.#trie.match(matching.routingKey)) {
      for (const binding of bindings) matching.add(binding.destination);
    }
  }
}
