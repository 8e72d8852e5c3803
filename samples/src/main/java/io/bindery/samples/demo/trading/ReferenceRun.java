package io.bindery.samples.demo.trading;

import io.bindery.samples.demo.market.Quotes;

/**
 * The same rule and the same order desk, in one thread and without any call between processes: what the processes must
 * arrive at as well.
 *
 * @param orders all orders with their results
 * @param fills all fills
 * @param position shares at the end
 * @param profit profit at the last quote, in 1/10,000 dollar
 */
public record ReferenceRun(Journal orders, Journal fills, int position, long profit) {
    public static ReferenceRun over(Quotes quotes) {
        QuoteHistory history = new QuoteHistory();
        Journal fills = Journal.ofFills();
        OrderDesk desk = new OrderDesk(history, RiskLimits.DEFAULT, fills::addFill);
        ImbalanceRule rule = new ImbalanceRule();
        long orderId = 0;
        for (int sequence = 1; sequence <= quotes.count(); sequence++) {
            int askPrice = quotes.askPrice(sequence);
            int bidPrice = quotes.bidPrice(sequence);
            history.add(sequence, askPrice, quotes.askSize(sequence), bidPrice, quotes.bidSize(sequence));
            int quantity = rule.onQuote(quotes.askSize(sequence), quotes.bidSize(sequence));
            if (quantity != 0) {
                desk.submit(++orderId, sequence, quantity, quantity > 0 ? askPrice : bidPrice);
            }
        }
        return new ReferenceRun(desk.orders(), fills, desk.position(), desk.profit());
    }
}
