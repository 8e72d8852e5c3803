package io.bindery;

/**
 * What became of oneway calls since a context was opened. Calls that arrived and ran are not counted.
 *
 * @param failed calls of peers whose handler threw
 * @param refused calls of peers that this process could not run: the object was gone, or did not know the code, or what the
 *     call names did not arrive; the sender was told
 * @param suspected how often a peer was suspected of spamming: more than four fifths of
 *     {@link Limits#onewayQueueBytes()} were used
 * @param refusedByPeers calls of this process that their receivers have said they could not run
 * @param suspectedByPeers how often this process was suspected by a peer
 */
public record OnewayCounts(long failed, long refused, long suspected, long refusedByPeers, long suspectedByPeers) {}
